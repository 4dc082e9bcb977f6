// What the settings page offers to paste into a web page: a form that the browser sends, and one that a script sends.
import type { Portal } from "../store/portals.ts";
import type { Web } from "./context.ts";

export async function formsUrlOf({ config, stores }: Pick<Web, "config" | "stores">, { id }: Portal): Promise<string> {
  return `${config.baseUrl}/hooks/${await stores.addresses.inPages(id)}/web-form`;
}

export async function formLocals(web: Web, portal: Portal): Promise<{ formHtml: string; formScript: string }> {
  const url = await formsUrlOf(web, portal);
  return { formHtml: htmlOf(url, portal.settings.formOrigins[0]), formScript: scriptOf(url) };
}

/** @param origin of a page that the visitor may be led to */
function htmlOf(url: string, origin: string | undefined): string {
  const thanks = origin === undefined ? [] : [`  <input type="hidden" name="_redirect" value="${origin}/thanks">`];
  return [
    `<form action="${url}" method="post" accept-charset="utf-8">`,
    '  <label>Name <input name="name" autocomplete="name"></label>',
    '  <label>E-mail <input name="email" type="email" autocomplete="email" required></label>',
    '  <label>Phone <input name="phone" type="tel" autocomplete="tel"></label>',
    '  <label>Message <textarea name="message"></textarea></label>',
    '  <input type="hidden" name="form_name" value="Contact">',
    ...thanks,
    '  <input name="_website" hidden tabindex="-1" autocomplete="off">',
    "  <button>Send</button>",
    "</form>",
  ].join("\n");
}

function scriptOf(url: string): string {
  return `const opened = Date.now();
document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  form.set("page_url", location.href);
  form.set("_elapsed", (Date.now() - opened) / 1000);
  const answer = await fetch("${url}", { method: "POST", body: form });
  if (answer.ok) event.target.replaceWith("Thank you.");
  else alert(await answer.text());
});`;
}
