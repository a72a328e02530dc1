/** Characters of a password at least; the service has the last word. */
export const LEAST_PASSWORD = 10
