// Keeps the form of a property's row live: previews after every choice, inserts fields, finds properties. Works without too.
const workbench = document.getElementById("workbench");
/** Counts what was typed and chosen: an answer to an older state of the form is thrown away. */
let edits = 0;
let timer;

const form = () => workbench.querySelector("form");

/** What is of use only where this file is not. */
const enliven = () => {
  for (const button of workbench.querySelectorAll("[data-unneeded]")) button.hidden = true;
  for (const search of workbench.querySelectorAll("[data-filter]")) {
    search.hidden = false;
    const list = document.getElementById(search.dataset.filter);
    list.querySelector("option[selected]")?.scrollIntoView({ block: "nearest" });
  }
};

const swap = (html) => {
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("workbench");
  if (!next) return;
  const active = document.activeElement;
  const name = active?.getAttribute("name");
  const [from, to] = [active?.selectionStart, active?.selectionEnd];
  const searched = [...workbench.querySelectorAll("[data-filter]")].map(({ value }) => value);
  workbench.replaceChildren(...next.childNodes);
  enliven();
  workbench.querySelectorAll("[data-filter]").forEach((search, index) => {
    search.value = searched[index] ?? "";
    filter(search);
  });
  const same =
    name && workbench.querySelector(`[name="${CSS.escape(name)}"]${active.type === "radio" ? ":checked" : ""}`);
  if (!same) return;
  same.focus({ preventScroll: true });
  if (same.matches("[data-type]")) same.setSelectionRange(from, to);
};

const preview = async () => {
  const asked = edits;
  const body = new URLSearchParams(new FormData(form()));
  for (const name of [...body.keys()]) if (/(^|\[)insert\]?$/.test(name)) body.delete(name);
  workbench.setAttribute("aria-busy", "true");
  const headers = { accept: "text/html" };
  const answer = await fetch(form().dataset.preview, { method: "POST", body, headers }).catch(() => null);
  const html = answer?.ok ? await answer.text() : "";
  if (asked !== edits) return;
  workbench.removeAttribute("aria-busy");
  swap(html);
};

const soon = (ms) => {
  edits++;
  clearTimeout(timer);
  timer = setTimeout(preview, ms);
};

/** Each word must be somewhere in the label, the type or the internal name. */
const filter = (search) => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const option of document.getElementById(search.dataset.filter).options) {
    const text = option.textContent.toLowerCase();
    option.hidden = !option.selected && !words.every((word) => text.includes(word));
  }
};

const insert = (select) => {
  const target = document.getElementById(select.dataset.insert);
  target.setRangeText(`{${select.value}}`, target.selectionStart, target.selectionEnd, "end");
  select.value = "";
  target.focus();
  soon(0);
};

enliven();
// A browser that restores a form, or a hand that is quicker than this file, has chosen something else than the page shows.
const isOther = ({ options }) => [...options].some((option) => option.defaultSelected && !option.selected);
if ([...workbench.querySelectorAll("select[data-look]")].some(isOther)) soon(0);
workbench.addEventListener("input", ({ target }) => {
  if (target.matches("[data-filter]")) filter(target);
  else if (target.matches("[data-type]")) soon(300);
});
workbench.addEventListener("change", ({ target }) => {
  if (target.matches("[data-insert]")) insert(target);
  else if (target.matches("[data-look]")) soon(0);
});
