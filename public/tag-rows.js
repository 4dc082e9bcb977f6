// The rows "tag → outcome" of the settings page: moved, removed and added by buttons. Works by numbers without this file.
const list = document.getElementById("tag-rows");
const add = document.getElementById("add-tag-row");
const said = document.getElementById("tag-rows-said");

const rows = () => [...list.children];
const tagOf = (row) => row.querySelector("[name$='[tag]']");
const outcomeOf = (row) => row.querySelector("select");
const button = (row, where) => row.querySelector(`[data-move=${where}]`);
const isBlank = (row) => tagOf(row).value.trim() === "" && outcomeOf(row).value === "";

/** What is wrong with a row is said of the row as it was sent. */
const emptied = (row) => {
  for (const note of row.querySelectorAll("p")) note.remove();
  for (const field of row.querySelectorAll("[aria-invalid], [aria-describedby]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  row.querySelector("[data-gone]")?.remove();
  tagOf(row).value = "";
  outcomeOf(row).value = "";
  return row;
};

const blankRow = () => emptied(list.lastElementChild.cloneNode(true));

/** The number of a row is its place, whatever it was when the page came. */
const renumber = () => {
  rows().forEach((row, index, all) => {
    for (const field of row.querySelectorAll("[name]")) {
      field.name = field.name.replace(/\[\d+\]/, `[${index}]`);
      if (field.id) field.id = field.id.replace(/\.\d+\./, `.${index}.`);
    }
    for (const labelled of row.querySelectorAll("[aria-label]"))
      labelled.ariaLabel = labelled.ariaLabel.replace(/row \d+/, `row ${index + 1}`);
    row.querySelector(".place").value = index + 1;
    button(row, "up").disabled = index === 0;
    button(row, "down").disabled = index === all.length - 1;
  });
};

const move = (row, where) => {
  const opposite = where === "up" ? "down" : "up";
  if (where === "up") row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  renumber();
  said.textContent = `${tagOf(row).value || "The row"} is row ${rows().indexOf(row) + 1} now.`;
  // At the end of the way the button that was pressed is off.
  button(row, button(row, where).disabled ? opposite : where).focus();
};

const remove = (row) => {
  const next = row.nextElementSibling ?? row.previousElementSibling ?? emptied(row);
  if (next !== row) row.remove();
  renumber();
  said.textContent = "The row was removed.";
  tagOf(next).focus();
};

if (list) {
  list.classList.add("lively");
  document.getElementById("tag-rows-hint").hidden = true;
  for (const moves of list.querySelectorAll(".moves")) moves.hidden = false;
  // Blank rows come by the button; one is there to begin with.
  for (const row of rows()) if (isBlank(row) && rows().length > 1) row.remove();
  renumber();

  list.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-move]");
    if (pressed?.dataset.move === "out") remove(pressed.closest("li"));
    else if (pressed) move(pressed.closest("li"), pressed.dataset.move);
  });

  add.hidden = outcomeOf(list.lastElementChild).length < 2;
  add.addEventListener("click", () => {
    list.append(blankRow());
    renumber();
    tagOf(list.lastElementChild).focus();
  });
}
