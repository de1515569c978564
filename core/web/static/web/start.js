// Puts the design system's behaviour on the page; without it every page works all the same.

import { initAll } from "../vendor/govuk/govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
