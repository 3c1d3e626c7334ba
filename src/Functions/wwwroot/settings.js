// What a reviewer prefers, on this device: each user's own.

let key = "stay-positive-review";
const standard = { blur: true, grey: true, opacity: 65 };

function read() {
  try {
    return { ...standard, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return { ...standard };
  }
}

export const settings = read();

/** From now on those of this user. */
export function use(user) {
  key = `stay-positive-review ${user}`;
  Object.assign(settings, read());
  apply();
}

export function change(values) {
  Object.assign(settings, values);
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Not kept, then.
  }
  apply();
}

export function apply() {
  document.body.classList.toggle("blurred", settings.blur);
  document.body.classList.toggle("greyed", settings.grey);
}
