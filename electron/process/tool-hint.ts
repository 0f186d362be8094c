/** Debian and Ubuntu package of each tool we call, where its name isn't the tool's own. */
const packages: Record<string, string> = {
  pg_dump: 'postgresql-client',
  pg_restore: 'postgresql-client',
  psql: 'postgresql-client',
  'qemu-img': 'qemu-utils',
  ssh: 'openssh-client',
  virsh: 'libvirt-clients',
  'xdg-open': 'xdg-utils',
};

export const toolHint = (tool: string): string => {
  if (tool.includes('/')) return `Check that ${tool} is there and may be run.`;
  return `Install it, on Debian and Ubuntu with: sudo apt install ${packages[tool] ?? tool}`;
};
