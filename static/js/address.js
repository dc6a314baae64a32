// Another country's fields at once. Without this file the button below the country asks for them.
(() => {
  const arrange = (fields) => {
    const button = fields.querySelector(`[name="${fields.dataset.addressFields}"]`);
    if (button) button.hidden = true;
  };

  const swap = async (fields, country) => {
    const form = country.form;
    const typed = new FormData(form);
    typed.append(fields.dataset.addressFields, "1");
    fields.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action, { method: "POST", body: typed });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fetched = page.querySelector(`[data-address-fields="${fields.dataset.addressFields}"]`);
      if (!response.ok || !fetched) throw new Error("no fields");
      arrange(fetched);
      fields.replaceChildren(...fetched.childNodes);
      document.getElementById(country.id)?.focus({ preventScroll: true });
    } catch {
      fields.querySelector(`[name="${fields.dataset.addressFields}"]`).hidden = false;
    } finally {
      fields.removeAttribute("aria-busy");
    }
  };

  for (const fields of document.querySelectorAll("[data-address-fields]")) arrange(fields);
  document.addEventListener("change", (event) => {
    const fields = event.target.closest?.("[data-address-fields]");
    if (fields && event.target.name.endsWith("country_code")) swap(fields, event.target);
  });
})();
