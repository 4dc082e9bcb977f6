// Keeps the capture page live: looks for the delivery that is waited for, previews after every choice. Works without too.
const waiting = document.querySelector("[data-waiting]");
if (waiting) {
  const look = async () => {
    const answer = await fetch("/capture", { headers: { accept: "application/json" } }).catch(() => null);
    const state = answer?.ok ? await answer.json() : null;
    if (state?.delivery) location.assign(`/capture?delivery=${state.delivery.id}#rule`);
    else setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
}

const workbench = document.getElementById("workbench");
/** Counts what was typed and chosen: an answer to an older state of the form is thrown away. */
let edits = 0;

const preview = async () => {
  const asked = edits;
  const body = new URLSearchParams(new FormData(document.getElementById("rule")));
  workbench.setAttribute("aria-busy", "true");
  const answer = await fetch("/capture/preview", { method: "POST", body, headers: { accept: "text/html" } }).catch(
    () => null,
  );
  const html = answer?.ok ? await answer.text() : "";
  if (asked !== edits) return;
  workbench.removeAttribute("aria-busy");
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("workbench");
  if (!next) return;
  const name = document.activeElement?.getAttribute("name");
  workbench.replaceChildren(...next.childNodes);
  if (name) workbench.querySelector(`[name="${CSS.escape(name)}"]`)?.focus({ preventScroll: true });
};

if (workbench) {
  workbench.addEventListener("input", () => {
    edits++;
  });
  workbench.addEventListener("change", () => {
    const asked = ++edits;
    setTimeout(() => asked === edits && preview(), 150);
  });
}

for (const offer of document.querySelectorAll("[data-file-for]")) {
  const target = document.getElementById(offer.dataset.fileFor);
  offer.hidden = false;
  offer.querySelector("input").addEventListener("change", async ({ target: { files } }) => {
    if (files[0]) target.value = await files[0].text();
  });
}
