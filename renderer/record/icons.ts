import {
  Archive,
  Banknote,
  Book,
  Briefcase,
  Building2,
  Calendar,
  CircleCheckBig,
  Clock,
  File,
  Folder,
  type LucideIcon,
  Mail,
  Package,
  Phone,
  Receipt,
  Scale,
  Users,
} from 'lucide-react';
import { ferrySchema, type IconName } from '#app/schema/index.ts';

const icons: Record<IconName, LucideIcon> = {
  archive: Archive,
  banknote: Banknote,
  book: Book,
  briefcase: Briefcase,
  building: Building2,
  calendar: Calendar,
  check: CircleCheckBig,
  clock: Clock,
  file: File,
  folder: Folder,
  mail: Mail,
  package: Package,
  people: Users,
  phone: Phone,
  receipt: Receipt,
  scales: Scale,
};

/** The icon of an entity; a folder for one unknown to this version. */
export function iconOf(table: string): LucideIcon {
  return icons[ferrySchema.entity(table)?.icon ?? 'folder'];
}
