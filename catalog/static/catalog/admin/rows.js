// Adds a blank row of attributes. Without this script there are three blank ones, and more after each save.
document.addEventListener("DOMContentLoaded", () => {
  for (const rows of document.querySelectorAll("[data-rows]")) {
    const button = rows.querySelector("[data-add-row]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = rows.querySelector("tbody tr:last-child").cloneNode(true);
      row.querySelectorAll("input").forEach((input) => { input.value = ""; });
      rows.querySelector("tbody").append(row);
      row.querySelector("input").focus();
    });
  }
});
