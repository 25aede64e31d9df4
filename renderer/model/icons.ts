import { Briefcase, Building2, CircleCheckBig, Folder, type LucideIcon } from 'lucide-react';

const icons: Record<string, LucideIcon> = { clients: Building2, engagements: Briefcase, tasks: CircleCheckBig };

/** The sign of a kind of record; one without its own has a folder. */
export function iconOf(table: string): LucideIcon {
  return icons[table] ?? Folder;
}
