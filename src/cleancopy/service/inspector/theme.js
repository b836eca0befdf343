// Light, dark, or the colours of the system. Runs before the first paint, to avoid a flash of the wrong colours.
"use strict";
(() => {
  const KEY = "cleancopy-theme";
  const ORDER = ["system", "light", "dark"];
  const SYMBOLS = { system: "◐", light: "☀", dark: "☾" };

  function loadTheme() {
    try {
      const theme = localStorage.getItem(KEY);
      return ORDER.includes(theme) ? theme : "system";
    } catch {
      return "system"; // storage may be blocked
    }
  }

  function saveTheme(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the theme lasts until the page is closed
    }
  }

  function applyTheme(theme) {
    if (theme === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.dataset.theme = theme;
  }

  let theme = loadTheme();
  applyTheme(theme);

  function updateButton(button) {
    button.textContent = SYMBOLS[theme];
    button.title = button.ariaLabel = `Colours: ${theme}`;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    updateButton(button);
    button.addEventListener("click", () => {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
      saveTheme(theme);
      applyTheme(theme);
      updateButton(button);
      document.dispatchEvent(new Event("themechange"));
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
      document.dispatchEvent(new Event("themechange")),
    );
  });
})();
