// Tables: the same questions again for each child, nursery or member of the family.
import { $, $$, show } from "./dom.js";
import { t } from "./texts.js";

export function rowsOf(table) {
  return $$(":scope > .rows > .row", table);
}

export function addRow(table) {
  const index = rowsOf(table).length;
  const row = $("template", table).content.firstElementChild.cloneNode(true);
  $(".rows", table).append(row);
  renumber(table);
  const rank = $(`[name="${table.dataset.path}.${index}.rank"]`, row);
  if (rank) rank.value = nextRank(table);
  return row;
}

// The first rank that no other row has.
function nextRank(table) {
  const taken = $$('.row [name$=".rank"]', table).map((input) => Number(input.value));
  let rank = 1;
  while (taken.includes(rank)) rank += 1;
  return rank;
}

export function setRows(table, count) {
  $(".rows", table).replaceChildren();
  for (let n = 0; n < count; n += 1) addRow(table);
}

function removeRow(table, row) {
  row.remove();
  renumber(table);
  $(".rows", table).focus();
}

// Names, ids and headings follow the place of a row.
function renumber(table) {
  const rows = rowsOf(table);
  const path = table.dataset.path;
  rows.forEach((row, index) => {
    const place = new RegExp(`${path}\\.(?:__i__|\\d+)\\.`);
    for (const element of $$("*", row)) {
      for (const name of ["id", "name", "for", "data-path", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replaceAll(new RegExp(place, "g"), `${path}.${index}.`));
      }
    }
    const heading = t("row", { label: table.dataset.label, n: index + 1 });
    $("h2", row).textContent = heading;
    row.setAttribute("aria-label", heading);
    show($("[data-remove]", row), rows.length > Number(table.dataset.fewest));
  });
  show($("[data-add]", table), rows.length < Number(table.dataset.most));
}

export function emptyTables(form) {
  for (const table of $$('[data-type="table"]', form)) setRows(table, Math.max(1, Number(table.dataset.fewest)));
}

export function watchTables(form, changed) {
  emptyTables(form);
  for (const table of $$('[data-type="table"]', form)) {
    table.addEventListener("click", (event) => {
      if (event.target.closest("[data-add]")) $("input, select", addRow(table)).focus();
      const removed = event.target.closest("[data-remove]");
      if (removed) removeRow(table, removed.closest(".row"));
      if (event.target.closest("[data-copy]")) copyPeople(form, table);
      changed();
    });
  }
}

// Whoever was asked for before with name and birth date may be written in with one touch.
function people(form) {
  return $$('[data-type="name"]', form)
    .filter((field) => !field.closest('[data-type="table"]'))
    .map((field) => {
      const birth = $(`[data-path="${field.dataset.path.replace(/name$/, "birth_date")}"]`, form);
      return { name: $("input", field).value.trim(), birth };
    })
    .filter((person) => person.name && person.birth?.dataset.type === "birth_date");
}

export function offerCopies(form) {
  for (const button of $$("[data-copy]", form)) show(button, people(form).length > 0);
}

// How the person before was related says nothing of this one.
function forgetRelation(row) {
  for (const select of $$("[data-relation]", row)) select.value = "";
}

function copyPeople(form, table) {
  const known = people(form);
  if (rowsOf(table).length < known.length) setRows(table, known.length);
  known.forEach((person, index) => {
    const row = rowsOf(table)[index];
    const path = `${table.dataset.path}.${index}`;
    const name = $(`[name="${path}.name"]`, row);
    if (name.value.trim() !== person.name) forgetRelation(row);
    name.value = person.name;
    for (const part of ["year", "month", "day"]) {
      const from = $(`[name="${person.birth.dataset.path}.${part}"]`, person.birth);
      $(`[name="${path}.birth_date.${part}"]`, row).value = from.value;
    }
  });
}
