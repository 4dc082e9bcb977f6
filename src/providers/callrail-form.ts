// Reads a form that a visitor of a tracked website sent in, as CallRail tells it.
import { attributionOf } from "./callrail-attribution.ts";
import { utcOf } from "./local-time.ts";
import type { Connection, Reading } from "./provider.ts";
import { longestId, objectOf, textOf, textsOf } from "./values.ts";

type Json = Record<string, unknown>;
type Fields = ReadonlyMap<string, string>;

export function formReading(body: Json, connection: Connection): Reading {
  const formId = textOf(body.resource_id) ?? textOf(body.id);
  if (formId === null) return { unreadable: "The form submission's id is missing." };
  if (formId.length > longestId) {
    return { unreadable: `The form submission's id is longer than ${longestId} characters.` };
  }
  const fields = filled(objectOf(body.form_data));
  const submittedAt = utcOf(textOf(body.submitted_at), connection.timeZone);
  return {
    happenings: [
      {
        type: "form.submitted",
        // Numbers of forms and of calls are counted apart.
        subject: `callrail/form-${formId}`,
        time: submittedAt ?? connection.receivedAt.toISOString(),
        data: {
          formId,
          formName: textOf(body.form_name),
          pageUrl: textOf(body.form_url),
          submittedAt,
          person: personOf(body, fields),
          message: among(fields, messageNames),
          fields: Object.fromEntries(fields),
          attribution: { ...attributionOf(body) },
        },
      },
    ],
  };
}

/** Boxes of which several may be ticked come as a list. */
function filled(form: Json): Fields {
  return new Map(
    Object.entries(form).flatMap(([name, value]) => {
      const text = textOf(value) ?? textsOf(value).join(", ");
      return text === "" ? [] : [[name, text] as const];
    }),
  );
}

const emailNames = ["email", "emailaddress", "youremail", "mail"];
const phoneNames = ["phone", "phonenumber", "yourphone", "telephone", "tel", "mobile", "mobilephone", "cell"];
const nameNames = ["name", "fullname", "yourname", "contactname"];
const messageNames = ["message", "yourmessage", "comment", "comments", "question", "questions", "details"];

function personOf(body: Json, fields: Fields) {
  const parts = [among(fields, ["firstname", "fname"]), among(fields, ["lastname", "lname", "surname"])];
  const person = {
    id: textOf(body.person_resource_id),
    name: textOf(body.customer_name) ?? among(fields, nameNames) ?? (textsOf(parts).join(" ") || null),
    email: textOf(body.customer_email) ?? among(fields, emailNames) ?? addressAmong(fields),
    phone: textOf(body.customer_phone_number) ?? among(fields, phoneNames),
    company: among(fields, ["company", "companyname", "yourcompany"]),
  };
  return Object.values(person).some((text) => text !== null) ? { ...person, emails: [], phones: [] } : null;
}

/** The fields have the names that the website gave them; compared by their letters and digits. */
function among(fields: Fields, names: string[]): string | null {
  const byName = new Map([...fields].map(([name, text]) => [name.toLowerCase().replace(/[^a-z0-9]/g, ""), text]));
  const found = names.find((name) => byName.has(name));
  return found === undefined ? null : (byName.get(found) ?? null);
}

/** An e-mail address is known by its shape, whatever its field is called. */
function addressAmong(fields: Fields): string | null {
  return [...fields.values()].find((text) => text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text)) ?? null;
}
