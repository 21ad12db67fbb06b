import { byId } from "./dom.js";

/** The dialog that tells the keys: `?` opens and closes it, and so do its buttons. */
export function startKeysDialog() {
  const dialog = byId("keys");
  byId("keys-open").addEventListener("click", openKeys);
  byId("keys-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // what is pressed here is not meant for the page
    if (event.key === "?") dialog.close();
  });
}

export const openKeys = () => byId("keys").showModal();
