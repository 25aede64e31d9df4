import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { type AnyEntity, ferrySchema, type RecordData } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { openFilter } from '../store/due.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useLists } from '../store/use-lists.ts';
import { InlineAdd } from './inline-add.tsx';
import { canAddInline } from './use-title-line.ts';

interface AddRelatedProps {
  entity: AnyEntity;
  /** The reference path from the new record to the record of this page. */
  path: string;
  parentId: string;
}

/** Adds a child record on its parent's page, if a title is enough. */
export function AddRelated(props: AddRelatedProps) {
  return props.path.includes('.') ? <AddFarther {...props} /> : <AddHere {...props} preset={presetOf(props)} />;
}

function presetOf({ path, parentId }: AddRelatedProps): RecordData {
  return { [path]: parentId };
}

/** Adds a grandchild: if only one child is open, it is the parent; else the form asks. */
function AddFarther(props: AddRelatedProps) {
  const { entity, path, parentId } = props;
  const reference = path.slice(0, path.indexOf('.'));
  const rest = path.slice(reference.length + 1);
  const between = ferrySchema.entity(entity.fields[reference]?.references ?? '');
  const sources = useMemo(() => {
    if (between === undefined) return [];
    const filters = [{ field: rest, test: 'in' as const, values: [parentId] }, ...openFilter(between)];
    return [{ table: between.table, query: { filters, search: '', sort: null } }];
  }, [between, rest, parentId]);
  const [list] = useLists(sources) ?? [];
  if (list === undefined || (list.total === 1 && list.idAt(0) === undefined)) return null;
  const only = list.total === 1 ? list.idAt(0) : undefined;
  return <AddHere {...props} preset={only === undefined ? {} : { [reference]: only }} />;
}

function AddHere({ entity, preset }: AddRelatedProps & { preset: RecordData }) {
  const { t, word } = useI18n();
  const { editing } = useRendererStore();
  if (canAddInline(entity, preset)) return <InlineAdd entity={entity} preset={preset} />;
  return (
    <Button
      icon={<Plus size={14} aria-hidden />}
      onPress={() => goTo({ view: 'list', table: entity.table, recordId: editing.begin(entity.table, preset) })}
    >
      {t('record.addRelated', { what: word(entity.singular) })}
    </Button>
  );
}
