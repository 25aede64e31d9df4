import { ChevronDown } from 'lucide-react';
import { useContext, useEffect, useState } from 'react';
import { Button as AriaButton, ComboBox, ComboBoxStateContext, Input, ListBox, Popover } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { ChoiceItem } from '../../components/picker.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { MOST_SEARCHED } from '../../store/search.ts';
import { useRendererStore } from '../../store/store-context.ts';
import { useTitle } from '../use-record.ts';
import type { EditorProps } from './editor-props.ts';

const MOST_OFFERED = 30;

interface Offer {
  id: string;
  label: string;
  detail: string;
}

/** Chooses the parent record by typing part of its name. */
export function ReferenceEditor({ editor, id, labelId, helpId, isReadOnly }: EditorProps) {
  const { t } = useI18n();
  const table = editor.field.references ?? '';
  const chosenId = typeof editor.value === 'string' ? editor.value : '';
  const [picked, setPicked] = useState<Offer | null>(null);
  // Known before the record loads: changing the input's text later would reopen the list.
  const chosenTitle = useTitle(table, chosenId) ?? (picked?.id === chosenId ? picked.label : '');
  const [typed, setTyped] = useState<string | null>(null);
  const offers = useOffers(table, typed ?? '');
  const isChosenMissing = chosenId !== '' && chosenTitle !== '' && !offers.some((offer) => offer.id === chosenId);
  const items = isChosenMissing ? [{ id: chosenId, label: chosenTitle, detail: '' }, ...offers] : offers;
  return (
    <ComboBox
      className="picker"
      id={id}
      aria-labelledby={labelId}
      {...(helpId === undefined ? {} : { 'aria-describedby': helpId })}
      isReadOnly={isReadOnly}
      items={items}
      inputValue={typed ?? chosenTitle}
      onInputChange={setTyped}
      selectedKey={chosenId === '' ? null : chosenId}
      defaultFilter={() => true}
      allowsEmptyCollection
      onOpenChange={(isOpen) => {
        if (!isOpen) setTyped(null);
      }}
      onSelectionChange={(key) => {
        setTyped(null);
        setPicked(items.find((offer) => offer.id === key) ?? null);
        if (key !== null) editor.choose(String(key));
      }}
      onBlur={() => setTyped(null)}
    >
      <div className="line-editor">
        <OpeningInput placeholder={t('field.search')} />
        <AriaButton className="line-editor__button">
          <ChevronDown size={14} aria-hidden />
        </AriaButton>
      </div>
      <Popover className="popover popover--wide" offset={4}>
        <ListBox<Offer>
          className="listbox scroller"
          renderEmptyState={() => <p className="listbox__empty">{t('field.noMatch')}</p>}
        >
          {(offer) => <ChoiceItem choice={offer} detail={offer.detail} />}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Opens on a press or typing; Tab passes through it. */
function OpeningInput({ placeholder }: { placeholder: string }) {
  const state = useContext(ComboBoxStateContext);
  return (
    <Input
      className="input input--quiet"
      placeholder={placeholder}
      maxLength={MOST_SEARCHED}
      onClick={() => state?.open(null, 'manual')}
    />
  );
}

/** Records that match the typed text; late answers are dropped. */
export function useOffers(table: string, typed: string): Offer[] {
  const { client, records } = useRendererStore();
  const [offers, setOffers] = useState<Offer[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const entity = ferrySchema.entity(table);
    if (entity === undefined) return;
    const [parent] = Object.entries(entity.fields).flatMap(([name, { references }]) =>
      references ? [{ name, table: references }] : [],
    );
    void client.listRecords(table, { search: typed }, { limit: MOST_OFFERED, offset: 0 }).then(async (answer) => {
      if (!answer.ok || !isCurrent) return;
      const titled = await Promise.all(
        answer.value.rows.map(async (row) => {
          const parentId = parent === undefined ? undefined : row.data[parent.name];
          const above =
            typeof parentId === 'string' && parent !== undefined ? await records.titleOf(parent.table, parentId) : '';
          return { id: row.id, label: String(row.data[entity.title] ?? ''), detail: above };
        }),
      );
      if (isCurrent) setOffers(titled);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, records, table, typed]);
  return offers;
}
