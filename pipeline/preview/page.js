// The address of this page holds the token; the page is read again when its number of saves is another one.
const shown = document.documentElement.dataset.version;
const ended = document.getElementById("ended");
const saves = new EventSource("events");
saves.onmessage = (event) => {
  if (event.data !== shown) location.reload();
};
saves.onopen = () => { ended.hidden = true; };
saves.onerror = () => { ended.hidden = false; };
// What was scrolled to stays in sight.
for (const name of ["pages", "paper"]) {
  const box = document.getElementById(name), kept = `${name} ${location.pathname}`;
  if (!box) continue;
  box.scrollTop = Number(sessionStorage.getItem(kept));
  addEventListener("pagehide", () => sessionStorage.setItem(kept, box.scrollTop));
}
