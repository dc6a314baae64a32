// Suggestions below the search box (ARIA combobox with a listbox). Without this file the box is a plain search.
(() => {
  const box = document.getElementById("search-text");
  if (!box || !window.fetch) return;
  const list = Object.assign(document.createElement("ul"), { id: "suggestions", className: "suggestions", hidden: true });
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.status);
  status.setAttribute("role", "status");
  box.form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-haspopup": "listbox" })) box.setAttribute(name, value);

  let timer, running, typed = box.value, current = -1;
  const options = () => [...list.children];

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    current = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const option = ({ kind, text, url }, number) => {
    const line = document.createElement("li");
    line.id = `suggestion-${number}`;
    line.dataset.url = url;
    line.dataset.text = text;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.append(Object.assign(document.createElement("span"), { textContent: text }));
    line.append(Object.assign(document.createElement("span"), { className: "suggestions__kind", textContent: box.dataset[kind] || "" }));
    line.addEventListener("pointerdown", (event) => event.preventDefault());
    line.addEventListener("click", () => location.assign(url));
    return line;
  };

  const ask = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed.trim())}`, { signal: running.signal });
      const { suggestions } = await response.json();
      list.replaceChildren(...suggestions.map(option));
      current = -1;
      list.hidden = !suggestions.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = `${suggestions.length} ${box.dataset.status}`;
    } catch {
      close();
    }
  };

  const select = (number) => {
    current = number;
    options().forEach((line, place) => line.setAttribute("aria-selected", String(place === current)));
    const line = options()[current];
    box.value = line ? line.dataset.text : typed;
    if (line) box.setAttribute("aria-activedescendant", line.id);
    else box.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  };

  box.addEventListener("input", () => {
    typed = box.value;
    clearTimeout(timer);
    if (typed.trim().length < 2) return close();
    timer = setTimeout(ask, 120);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") select(current === last ? -1 : current + 1);
    else if (event.key === "ArrowUp") select(current === -1 ? last : current - 1);
    else if (event.key === "Escape") { box.value = typed; close(); }
    else if (event.key === "Enter" && current >= 0) location.assign(options()[current].dataset.url);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
})();
