// Asks the device to make a passkey, or to show one, and sends what it answers with the form.

const form = document.querySelector("[data-passkey]");
if (form && window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const field = form.elements.credential;
    if (field.value) return;
    event.preventDefault();
    const told = JSON.parse(document.getElementById("passkey-options").textContent);
    try {
      const credential =
        form.dataset.passkey === "create"
          ? await navigator.credentials.create({
              publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(told.creation_options.publicKey),
            })
          : await navigator.credentials.get({
              publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(told.request_options.publicKey),
            });
      field.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      form.querySelector("[role=alert]").textContent = error.message;
    }
  });
}
