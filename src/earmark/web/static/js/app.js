// What pages do more where scripts run. Each works whole without them.
import { startInPlace } from "./inplace.js";
import { startPlayer } from "./player.js";
import { startShortcuts } from "./shortcuts.js";
import { startSuggestions } from "./suggest.js";

startPlayer();
startInPlace();
startSuggestions();
startShortcuts();
