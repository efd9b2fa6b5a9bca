"use strict";
// Without this script the table reads as it stands, ordered by pair.
(function () {
  const table = document.querySelector("table.sortable");
  if (!table) return;
  const body = table.tBodies[0];
  const heads = Array.from(table.tHead.rows[0].cells);
  const say = document.getElementById("sorted");
  // A dash says that there is no value: it is as good as an empty cell.
  const text = (row, i) => row.cells[i].dataset.value.trim().replace(/^–$/, "");
  // A cell is a number if one stands at its beginning, perhaps after a currency: "US$ 66.5 billion (2014)", "38%".
  const scale = { billion: 1e9, million: 1e6 };
  const number = (s) => {
    const found = /^(?:[A-Z]{1,3}\$\s*)?([+\-−]?[\d,]*\.?\d+)\s*(billion|million)?/.exec(s);
    return found ? parseFloat(found[1].replace("−", "-").replace(/,/g, "")) * (scale[found[2]] || 1) : NaN;
  };

  function sort(i) {
    const down = heads[i].getAttribute("aria-sort") === "ascending";
    const rows = Array.from(body.rows);
    const filled = rows.filter((row) => text(row, i) !== "");
    const numeric = filled.every((row) => !Number.isNaN(number(text(row, i))));
    const compare = (a, b) =>
      numeric ? number(text(a, i)) - number(text(b, i)) : text(a, i).localeCompare(text(b, i), "en", { numeric: true });
    filled.sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
    // A row without a value stays at the end in both directions.
    body.append(...filled, ...rows.filter((row) => text(row, i) === ""));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[i].setAttribute("aria-sort", down ? "descending" : "ascending");
    say.textContent = "Sorted by " + heads[i].textContent + (down ? ", from the last" : ", from the first");
  }

  heads.forEach((head, i) => {
    if (!head.hasAttribute("data-sort")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(i));
    head.replaceChildren(button);
  });
})();
