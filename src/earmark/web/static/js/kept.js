// What this browser keeps for its person, on this machine alone. Where it may keep nothing, each
// page begins anew.

export function kept(storage, name, otherwise) {
  try {
    return JSON.parse(storage().getItem(`earmark-${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(storage, name, value) {
  try {
    storage().setItem(`earmark-${name}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden.
  }
}

// Asking for a forbidden storage throws, so it is asked for late.
export const always = () => window.localStorage;
export const thisVisit = () => window.sessionStorage;
