/** Each may do what those before it may. */
export const ROLES = ["annotator", "reviewer", "admin"];

/** Whether whoever has a role may do what the other role may. */
export const roleIncludes = (role, other) => ROLES.indexOf(role) >= ROLES.indexOf(other);
