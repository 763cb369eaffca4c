/** What an empty policy may be begun with. Valid as it stands; a test reads it. */
export const EXAMPLE = `# What runs unasked, what is asked about, what never runs.

# From which score on a human is asked, by who wants it to run. 101: never for the score alone.
thresholds:
  ask:
    person: 70
    schedule: 70
    agent: 40

# A program, with as many of its first arguments as matter.
commands:
  ask:
    - git push
    - brew upgrade
  never:
    - sudo

# When agents may start things unasked.
hours:
  agent:
    - { from: '08:00', to: '22:00' }

# How far what agents hand over is confined: off, paths, paths+no-network, read-only.
confinement:
  agent: paths

approvals:
  expire: 7d
`;
