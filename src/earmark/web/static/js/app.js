// What pages do more where scripts run. Each works whole without them.
import { startInPlace } from "./inplace.js";
import { startPictures } from "./pictures.js";
import { startPlayer } from "./player.js";
import { startSheets } from "./sheets.js";
import { startShortcuts } from "./shortcuts.js";
import { startSuggestions } from "./suggest.js";

startPlayer();
startInPlace();
startPictures();
startSheets();
startSuggestions();
startShortcuts();

// Few pages need these.
if (document.querySelector("[data-copy]")) import("./copy.js");
if (document.querySelector("[data-filling]")) import("./filling.js");
if (document.querySelector("form[data-drop]")) import("./drop.js");
