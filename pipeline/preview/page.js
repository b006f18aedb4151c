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
const scrolled = (box) => {
  const kept = `${box.id} ${location.pathname}`;
  box.scrollTop = Number(sessionStorage.getItem(kept));
  addEventListener("pagehide", () => sessionStorage.setItem(kept, box.scrollTop));
};
const pages = document.getElementById("pages"), paper = document.getElementById("paper");
if (pages) scrolled(pages);
// The texts do not wait for the printed pages.
if (paper) {
  fetch(`print?${shown}`).then((answer) => answer.text()).then((text) => {
    paper.innerHTML = text;
    scrolled(paper);
  });
}
