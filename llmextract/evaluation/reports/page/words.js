// Language, colours, and the elements whose words come from the table.
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;

const languages = ["en", "zh"];
let language = "en";

function word(key, values) {
  let text = data.words[language][key] ?? key;
  for (const [name, value] of Object.entries(values ?? {})) text = text.replaceAll(`{${name}}`, value);
  return text;
}

// An element with attributes and children; strings become text, never markup.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
}

function setLanguage(wanted) {
  language = languages.includes(wanted) ? wanted : "en";
  root.lang = language === "zh" ? "zh-CN" : "en";
  document.getElementById("language").value = language;
  const valuesOf = (element) => element.dataset.v && JSON.parse(element.dataset.v);
  for (const element of document.querySelectorAll("[data-w]"))
    element.textContent = word(element.dataset.w, valuesOf(element));
  for (const element of document.querySelectorAll("[data-w-label]"))
    element.setAttribute("aria-label", word(element.dataset.wLabel, valuesOf(element)));
  for (const element of document.querySelectorAll("[data-w-placeholder]"))
    element.placeholder = word(element.dataset.wPlaceholder);
  document.title = document.querySelector("h1").textContent;
}

function preferredLanguage() {
  if (root.dataset.language !== "auto") return root.dataset.language;
  return /^zh\b/i.test(navigator.language) ? "zh" : "en";
}

function setTheme(wanted) {
  const theme = ["light", "dark"].includes(wanted) ? wanted : "auto";
  document.getElementById("theme").value = theme;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
}
