"use strict";
// Every chart is drawn from the JSON beside it. Expressions are interpreted, so that no code is made from text.
const how = {
  renderer: "svg",
  ast: true,
  tooltip: {theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"},
  actions: {export: true, source: false, compiled: false, editor: false},
};
for (const script of document.querySelectorAll("script.spec")) {
  const place = document.getElementById(script.dataset.chart);
  vegaEmbed(place, JSON.parse(script.textContent), how)
    .then(() => place.setAttribute("data-drawn", "yes"))
    .catch((error) => {
      place.setAttribute("data-drawn", "no");
      place.textContent = "This chart cannot be drawn: " + error.message;
    });
}
