// Reads a form of the portal's own web pages, as a browser or a script of the page posts it.
import { createHash } from "node:crypto";
import type { Attribution } from "../model/event.ts";
import { namedFields } from "./field-names.ts";
import { utcOf } from "./local-time.ts";
import { storable } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { cut, longestId, textOf, webAddressOf } from "./values.ts";
import { type FormFields, formFields } from "./web-form-fields.ts";
import { personIn } from "./web-form-person.ts";
import { type Taking, takingFrom } from "./web-form-taking.ts";

export const webForm: Provider = {
  name: "web-form",
  label: "A form on your web page",
  signature: "address",
  setup: [
    "Copy one of the examples under Forms of your web pages: a form that the browser sends, or a script that sends it.",
    "Any form of yours will do as well: let its action be the address of the example, and its method post.",
    "Name the fields email, phone, name, company and message, or in your own language; all others go into the note.",
    "List your pages there if a script sends the form, or if the visitor shall be led to a page of yours (_redirect).",
  ],
  verify: () => byAddress,
  read,
};

/** Fields that steer how a form is received and say nothing about the visitor. */
export const steering = { trap: "_website", elapsed: "_elapsed", redirect: "_redirect" } as const;

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = formFields(delivery);
  if ("unreadable" in payload) return payload;
  const fields: FormFields = new Map(
    [...payload.fields].filter(([name]) => !Object.values<string>(steering).includes(name)),
  );
  if (fields.size === 0) return { unreadable: "The form is empty: it was sent without any field that is filled in." };
  const form = takingFrom(fields);
  const person = personIn(form);
  if (person === null) {
    const names = namedFields([...fields.keys()]);
    return {
      unreadable: `Nobody can be found in this form: no field holds an e-mail address, a phone number or a name (${names}).`,
    };
  }
  const pageUrl =
    form.take("pageUrl", (text) => webAddressOf(text) !== null) ??
    webAddressOf(storable(delivery.headers.referer ?? ""));
  const own = { form: form.take("formId"), submission: form.take("submissionId") };
  const utc = (text: string | null) => utcOf(text, connection.timeZone);
  const submittedAt = utc(form.take("submittedAt", (text) => utc(text) !== null));
  const told = {
    formName: form.take("formName"),
    pageUrl,
    submittedAt,
    person: { ...person },
    message: form.take("message"),
    attribution: { ...attributionIn(form, pageUrl) },
    fields: form.leftOver(),
  };
  const formId = idOf(own, told, connection.receivedAt);
  const time = submittedAt ?? connection.receivedAt.toISOString();
  const subject = `${webForm.name}/${formId}`;
  return {
    happenings: [{ type: "form.submitted", subject, time, providerEventId: formId, data: { formId, ...told } }],
  };
}

/**
 * A submission's own id, else one of what it says and the minute, so that a double click is one event. The id of a
 * form only begins it: form builders send the same with all submissions.
 */
function idOf(own: { form: string | null; submission: string | null }, told: object, receivedAt: Date): string {
  if (own.submission !== null && own.submission.length <= longestId) return own.submission;
  const minute = Math.floor(receivedAt.getTime() / 60_000);
  const digest = createHash("sha256")
    .update(JSON.stringify([minute, own, told]))
    .digest("base64url");
  return own.form === null ? digest : `${cut(own.form, longestId - digest.length - 1)}-${digest}`;
}

const google = /^(?:GA\d\.\d+\.)?(\d{1,12}\.\d{1,12})$/;

/** Hidden fields go before the address of the page on which the visitor landed. */
function attributionIn(form: Taking, pageUrl: string | null): Attribution {
  const query = pageUrl === null ? new URLSearchParams() : new URL(pageUrl).searchParams;
  const inPage = (name: string) => textOf(storable(query.get(name) ?? ""));
  return {
    utmSource: form.take("utmSource") ?? inPage("utm_source"),
    utmMedium: form.take("utmMedium") ?? inPage("utm_medium"),
    utmCampaign: form.take("utmCampaign") ?? inPage("utm_campaign"),
    utmTerm: form.take("utmTerm") ?? inPage("utm_term"),
    utmContent: form.take("utmContent") ?? inPage("utm_content"),
    gclid: form.take("gclid") ?? inPage("gclid"),
    gaClientId: google.exec(form.take("gaClientId", (text) => google.test(text)) ?? "")?.[1] ?? null,
  };
}
