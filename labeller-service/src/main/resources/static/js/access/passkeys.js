import { ApiError } from "../sync/api.js";

/** Has the browser make a passkey, and returns what goes to the server. */
export const makePasskey = (options) =>
  answered(() => navigator.credentials.create({ publicKey: globalThis.PublicKeyCredential.parseCreationOptionsFromJSON(options) }));

/** Has one of the person's passkeys sign, and returns what goes to the server. */
export const usePasskey = (options) =>
  answered(() => navigator.credentials.get({ publicKey: globalThis.PublicKeyCredential.parseRequestOptionsFromJSON(options) }));

/** The same page under a name: passkeys know no addresses. Null where it has one. */
export function addressWithName({ protocol, hostname, port, pathname }) {
  const isAddress = /^[\d.]+$/.test(hostname) || hostname.startsWith("[");
  return isAddress && (hostname.startsWith("127.") || hostname === "[::1]")
    ? `${protocol}//localhost${port ? `:${port}` : ""}${pathname}`
    : null;
}

async function answered(ask) {
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    throw new ApiError(400, "This browser has no passkeys here: they need HTTPS, or localhost.");
  }
  try {
    const credential = await ask();
    return credential.toJSON();
  } catch (error) {
    throw new ApiError(400, `No passkey has answered: ${error.message}`);
  }
}
