// Facets and sort apply at once: the listing is fetched and swapped, the address follows, focus stays where it was.
// Without this file the same form is sent by its button.
(() => {
  const listing = document.querySelector("[data-listing]");
  if (!listing || !window.fetch || !window.history.pushState) return;
  let running;
  let shown = location.pathname + location.search;

  const address = () => {
    const form = document.getElementById("filters");
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") chosen.append(name, value);
    if (chosen.get("sort") === "popularity") chosen.delete("sort");
    const query = chosen.toString();
    return form.getAttribute("action") + (query ? `?${query}` : "");
  };

  const swap = async (url, { push, focus }) => {
    running?.abort();
    const mine = (running = new AbortController());
    listing.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(url, { signal: mine.signal });
      const fetched = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-listing]");
      if (!response.ok || !fetched) throw new Error(`no listing at ${url}`);
      keepOpen(listing, fetched);
      const scrolled = listing.querySelector(".listing__facets")?.scrollTop || 0;
      listing.replaceChildren(...fetched.childNodes);
      listing.querySelector(".listing__facets").scrollTop = scrolled;
      if (push) history.pushState({ swapped: true }, "", url);
      shown = location.pathname + location.search;
      (document.getElementById(focus) || (focus && document.getElementById("sort")))?.focus({ preventScroll: true });
      announce(listing.querySelector(".toolbar [role=status]"));
    } catch (error) {
      if (error.name !== "AbortError") location.assign(url);
    } finally {
      if (running === mine) listing.removeAttribute("aria-busy");
    }
  };

  // A live region speaks when its text changes while it is on the page.
  const announce = (status) => {
    if (!status) return;
    const text = status.textContent;
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = text; });
  };

  const keepOpen = (before, after) => {
    const old = before.querySelectorAll("details");
    const open = new Map([...old].map((one) => [one.querySelector("summary").firstChild.textContent.trim().replace(/\s*\(\d+\)$/, ""), one.open]));
    for (const one of after.querySelectorAll("details")) {
      const name = one.querySelector("summary").firstChild.textContent.trim().replace(/\s*\(\d+\)$/, "");
      if (open.has(name)) one.open = open.get(name);
    }
  };

  document.addEventListener("change", (event) => {
    if (event.target.form?.id === "filters") swap(address(), { push: true, focus: event.target.id });
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "filters") return;
    event.preventDefault();
    swap(address(), { push: true, focus: document.activeElement?.id });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    swap(link.href, { push: true, focus: "sort" });
  });
  // An anchor within the page fires popstate, too.
  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) swap(location.href, { push: false });
  });
})();
