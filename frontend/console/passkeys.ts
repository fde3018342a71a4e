/** The one script before the console: what a page cannot do without it, asking the browser for a passkey. */
export {};

type Bytes = { readonly id: string; readonly [key: string]: unknown };
type Options = {
  readonly challenge: string;
  readonly user?: Bytes;
  readonly allowCredentials?: readonly Bytes[];
  readonly excludeCredentials?: readonly Bytes[];
  readonly [key: string]: unknown;
};

const form = document.querySelector<HTMLFormElement>("form[data-passkey]");
const told = form?.querySelector<HTMLElement>("[role=alert]");
form?.querySelector("button")?.addEventListener("click", () => void ask(form));
form?.addEventListener("submit", (event) => {
  // Enter in the field for the name asks for the passkey, too.
  if (!credentialOf(form).value) {
    event.preventDefault();
    void ask(form);
  }
});

async function ask(asking: HTMLFormElement): Promise<void> {
  if (!window.PublicKeyCredential) return say(asking, "insecure");
  const text = document.getElementById("passkey-options")?.textContent ?? "{}";
  const { creation_options, request_options } = JSON.parse(text) as Record<string, { publicKey: Options }>;
  try {
    const found =
      asking.dataset["passkey"] === "create"
        ? await navigator.credentials.create({ publicKey: parsed(creation_options!.publicKey) as unknown as PublicKeyCredentialCreationOptions })
        : await navigator.credentials.get({ publicKey: parsed(request_options!.publicKey) as unknown as PublicKeyCredentialRequestOptions });
    if (!found) return say(asking, "failed");
    credentialOf(asking).value = JSON.stringify(written(found as PublicKeyCredential));
    asking.submit();
  } catch {
    say(asking, "failed");
  }
}

function say(asking: HTMLFormElement, what: "failed" | "insecure"): void {
  if (!told) return;
  told.textContent = told.dataset[what] ?? "";
  told.hidden = false;
  asking.querySelector("button")?.focus();
}

function credentialOf(asking: HTMLFormElement): HTMLInputElement {
  return asking.elements.namedItem("credential") as HTMLInputElement;
}

/** Return options with their bytes as bytes (WebAuthn level 3, parseCreationOptionsFromJSON, which not every browser has). */
function parsed(options: Options): Record<string, unknown> {
  const withBytes = (one: Bytes): Record<string, unknown> => ({ ...one, id: bytes(one.id) });
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: withBytes(options.user) }),
    ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map(withBytes) }),
    ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map(withBytes) }),
  };
}

/** Return a credential as JSON (WebAuthn level 3, toJSON). */
function written(credential: PublicKeyCredential): Record<string, unknown> {
  const { response } = credential;
  const parts: Record<string, string> = { clientDataJSON: base64url(response.clientDataJSON) };
  if ("attestationObject" in response) parts["attestationObject"] = base64url((response as AuthenticatorAttestationResponse).attestationObject);
  else {
    const assertion = response as AuthenticatorAssertionResponse;
    parts["authenticatorData"] = base64url(assertion.authenticatorData);
    parts["signature"] = base64url(assertion.signature);
    if (assertion.userHandle) parts["userHandle"] = base64url(assertion.userHandle);
  }
  return {
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(text: string): Uint8Array {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function base64url(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
