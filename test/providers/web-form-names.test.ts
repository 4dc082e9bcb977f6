// What field names mean: in the spellings of five languages and of form builders, and which of them mean nothing to us.
import assert from "node:assert/strict";
import { it } from "node:test";
import { type Meaning, meaningOf } from "../../src/providers/web-form-names.ts";

const known: Partial<Record<Meaning, string[]>> = {
  name: ["name", "Full Name", "fullName", "your-name", "fio", "ФИО", "ПІБ", "П.І.Б.", "Ваше имя", "Ваше ім’я", "_name"],
  firstName: ["first_name", "firstname", "First-Name", "Vorname", "nombre", "your-first-name"],
  lastName: ["last_name", "surname", "Прізвище", "фамилия", "Nachname", "Apellidos"],
  email: ["email", "E-Mail", "e_mail", "mail", "EmailAddress", "email2", "email-789", "_replyto", "Ваш email", "Пошта"],
  phone: ["phone", "tel-456", "Mobile", "phoneNumber", "client_phone", "Номер телефону", "Móvil", "Teléfono", "Handy"],
  company: ["company", "Company name", "billing_company", "Компанія", "Firma", "empresa", "company[name]"],
  message: ["message", "your-message", "comment", "Повідомлення", "Сообщение", "Ihre Nachricht", "Mensaje"],
  formName: ["form_name", "_form", "formName"],
  pageUrl: ["page_url", "pageUri", "page"],
  utmSource: ["utm_source", "utmSource", "utm[source]"],
  gaClientId: ["ga_client_id", "_ga", "client_id"],
};

it("the names of five languages and of form builders", () => {
  for (const [meaning, names] of Object.entries(known)) {
    for (const name of names) assert.deepEqual(meaningOf(name), { meaning, isGuess: false }, name);
  }
});

it("the last part of a name in brackets is a guess", () => {
  assert.deepEqual(meaningOf("product[name]"), { meaning: "name", isGuess: true });
  assert.deepEqual(meaningOf("form_fields[email]"), { meaning: "email", isGuess: true });
  assert.deepEqual(meaningOf("name[first]"), { meaning: "firstName", isGuess: true });
  assert.deepEqual(meaningOf("contact[email]"), { meaning: "email", isGuess: false });
});

it("other names mean nothing", () => {
  for (const name of ["username", "city", "text-123", "subject", "input_1", "names[0]", "", "[]", "[", "constructor"])
    assert.equal(meaningOf(name), null, name);
});
