// How long goods are still kept. Without this file the page says until when.
(() => {
  const two = (number) => String(number).padStart(2, "0");

  for (const time of document.querySelectorAll("time[data-countdown]")) {
    const until = new Date(time.dateTime);
    time.textContent = until.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const left = time.parentNode.insertBefore(document.createElement("span"), time.nextSibling);
    left.setAttribute("aria-hidden", "true"); // the moment itself is read; a voice should not count seconds
    const count = () => {
      const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
      left.textContent = ` (${Math.floor(seconds / 60)}:${two(seconds % 60)} ${time.dataset.countdown})`;
      if (seconds > 0) setTimeout(count, 1000);
    };
    count();
  }
})();
