// The names that people give the fields of their forms, in five languages, and what each of them means.

/** Compared by their letters and digits, so that E-Mail, e_mail and email are one. */
const names = [
  [
    "name",
    `name, full name, fullname, person name, fio, pib, фио, піб, имя, ім'я, имя и фамилия, фамилия и имя,
    ім'я та прізвище, прізвище та ім'я, nombre completo, nombre y apellidos, vollständiger name, vor- und nachname`,
  ],
  ["firstName", "first name, first, fname, given name, forename, vorname, nombre"],
  [
    "lastName",
    `last name, last, lname, surname, family name, фамилия, прізвище, nachname, familienname, apellido, apellidos`,
  ],
  [
    "email",
    `email, mail, email address, mail address, reply to, почта, эл. почта, электронная почта,
    адрес электронной почты, имейл, емейл, пошта, ел. пошта, електронна пошта, адреса електронної пошти,
    електронна адреса, correo, correo electrónico, email adresse, mailadresse`,
  ],
  [
    "phone",
    `phone, tel, telephone, mobile, cell, cell phone, mobile phone, phone number, mobile number, telephone number,
    contact number, callback number, whatsapp, телефон, номер телефона, номер телефону, тел, мобильный,
    мобильный телефон, мобільний, мобільний телефон, моб. телефон, контактный телефон, контактний телефон, telefon,
    telefonnummer, rufnummer, handy, handynummer, mobil, mobilnummer, teléfono, número de teléfono, tlf, móvil,
    celular`,
  ],
  [
    "company",
    `company, company name, organization, organisation, organization name, organisation name, business name,
    компания, название компании, организация, фирма, компанія, назва компанії, організація, фірма, firma,
    firmenname, unternehmen, empresa, nombre de la empresa`,
  ],
  [
    "message",
    `message, msg, comment, comments, question, questions, inquiry, enquiry, textarea, note, notes, details,
    сообщение, комментарий, вопрос, повідомлення, коментар, запитання, питання, nachricht, kommentar, anfrage, frage,
    anmerkung, bemerkung, mensaje, comentario, comentarios, consulta, pregunta`,
  ],
  ["formName", "form name, form title, form"],
  ["formId", "form id"],
  ["submissionId", "submission id"],
  ["submittedAt", "submitted at"],
  ["pageUrl", "page url, page uri, page location, source url, page"],
  ["utmSource", "utm source"],
  ["utmMedium", "utm medium"],
  ["utmCampaign", "utm campaign"],
  ["utmTerm", "utm term"],
  ["utmContent", "utm content"],
  ["gclid", "gclid"],
  ["gaClientId", "ga client id, google client id, ga cid, cid, ga, client id"],
] as const;

export type Meaning = (typeof names)[number][0];

const meanings = new Map<string, Meaning>(
  names.flatMap(([meaning, text]) => text.split(",").map((name) => [lettersOf(name), meaning] as const)),
);

/** They stand before a name that means the same without them: your-name, client_phone, ihre nachricht. */
const possessives = `your, my, client, customer, user, contact, lead, visitor, guest, author, sender, billing, confirm,
  ваш, ваша, ваше, ihr, ihre, dein, deine, tu, su`;
const prefixes = possessives.split(",").map(lettersOf);

/** What a login is called is not what a person is called. */
const login = "username";

export interface Meant {
  meaning: Meaning;
  /** By the last part only: product[name] may be the person's, but not where another field is it for certain. */
  isGuess: boolean;
}

export function meaningOf(name: string): Meant | null {
  const whole = meaningOfWords(name);
  if (whole) return { meaning: whole, isGuess: false };
  const inner = /\[([^[\]]+)\]$/.exec(name)?.[1];
  const guessed = inner === undefined ? null : meaningOfWords(inner);
  return guessed && { meaning: guessed, isGuess: true };
}

function meaningOfWords(name: string): Meaning | null {
  // Form builders number their fields: tel-456, email2.
  const letters = lettersOf(name).replace(/\d{1,4}$/, "");
  if (letters === login) return null;
  const rests = prefixes.filter((prefix) => letters.startsWith(prefix)).map((prefix) => letters.slice(prefix.length));
  return [letters, ...rests].map((each) => meanings.get(each)).find((meaning) => meaning !== undefined) ?? null;
}

/** Without accents: Teléfono is telefono, and й is и in the table as well. */
function lettersOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
