import { byId } from "./dom.js";
import { keyCommand } from "./key-commands.js";

/** The dialog that lists the keys: its buttons open and close it, and so does `?`. */
export function startKeysDialog() {
  const dialog = byId("keys");
  byId("keys-open").addEventListener("click", openKeysDialog);
  byId("keys-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // what is pressed here is not meant for the page
    if (keyCommand(event)?.command === "keys") dialog.close();
  });
}

export const openKeysDialog = () => byId("keys").showModal();
