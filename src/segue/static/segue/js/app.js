// Each module listens on the document once, so that parts swapped in later work without being set up.
import "./theme.js";
import "./dock.js";
import "./dialog.js";
import "./confirm.js";
import "./menu.js";
import "./tip.js";
import "./hint.js";
import "./toast.js";
import "./errors.js";
import "./busy.js";
import "./selection.js";
import "./picker.js";
import "./command.js";
import "./drag.js";
import "./insert.js";
import "./live.js";
import "./zone.js";
