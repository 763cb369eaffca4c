/** A file to begin with: it is what Luka takes, and a test says so. */
export const NOTIFY_EXAMPLE = `# Who is told of what. Nothing is sent but by the channels that stand here.
channels:
  screen:
    kind: native
  phone:
    kind: ntfy
    url: https://ntfy.sh/choose-a-name-that-nobody-guesses
    quiet: [{ from: '22:00', to: '07:00' }]
    # Errors come at night, too.
    urgent: error

# The first that fits decides.
routes:
  - when: { kind: [failure, sla], severity: error }
    to: [phone]
  - when: { kind: [recovered] }
    to: []

default: [screen]
`;
