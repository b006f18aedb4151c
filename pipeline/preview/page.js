// The address of this page holds the token; the page is read again when its number of saves is another one.
const shown = document.documentElement.dataset.version;
new EventSource("events").onmessage = (event) => {
  if (event.data !== shown) location.reload();
};
