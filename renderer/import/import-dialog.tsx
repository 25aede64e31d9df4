import { useEffect, useRef } from 'react';
import { missingFields } from '#app/import/index.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { NotCurrent } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Progress } from '../components/progress.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { ChooseFiles } from './choose-files.tsx';
import { RecentImports } from './recent-imports.tsx';
import { countToSave, ReviewStep } from './review-step.tsx';
import { SourceMapping } from './source-mapping.tsx';
import { type ImportFile, useImport } from './use-import.ts';

interface ImportDialogProps {
  entity: AnyEntity;
  /** Files dropped on the window, to start with. */
  files: readonly ImportFile[];
  onClose: () => void;
}

/** The import dialog: choose files, map columns, review the plan, run it. */
export function ImportDialog({ entity, files, onClose }: ImportDialogProps) {
  const { t, word } = useI18n();
  const current = useImport(entity, onClose);
  const { step, sources, cancel } = current;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void current.open(files);
  });
  const isComplete = sources.every(({ table, mapping }) => {
    const target = table === null ? undefined : ferrySchema.entity(table);
    return target === undefined || missingFields(target, mapping).length === 0;
  });
  const isAny = sources.some(({ table, count, brokenCount }) => table !== null && count + brokenCount > 0);
  const toSave = step.kind === 'review' ? countToSave(step.summary, current.existing) : 0;
  const isWorking = step.kind === 'read' || step.kind === 'check' || step.kind === 'run';
  const tables = [...new Set(sources.flatMap(({ table }) => (table === null ? [] : [table])))];
  const only = tables.length === 1 ? (ferrySchema.entity(tables[0] ?? '') ?? entity) : null;
  const what = (count: number) =>
    only === null ? t('import.records', { count }) : word(count === 1 ? only.singular : only.label);
  return (
    <Dialog
      title={tables.length > 1 ? t('import.titleSeveral') : t('import.title', { what: word((only ?? entity).label) })}
      isOpen
      size="l"
      role={isWorking ? 'alertdialog' : 'dialog'}
      onClose={cancel}
      footer={
        <>
          <Button onPress={cancel}>{t('common.cancel')}</Button>
          {step.kind === 'map' && (
            <Button look="primary" isDisabled={!isComplete || !isAny} onPress={() => void current.check()}>
              {t('import.check')}
            </Button>
          )}
          {step.kind === 'review' && (
            <>
              <Button onPress={current.back}>{t('common.back')}</Button>
              <Button
                look="primary"
                isDisabled={toSave === 0 || step.share !== null}
                onPress={() => void current.run(step.summary, toSave)}
              >
                {step.share === null ? t('import.run', { count: toSave, what: what(toSave) }) : t('import.checking')}
              </Button>
            </>
          )}
        </>
      }
    >
      {step.kind === 'choose' && (
        <>
          <ChooseFiles problems={step.problems} onChoose={(chosen) => void current.open(chosen)} />
          <RecentImports table={entity.table} />
        </>
      )}
      {step.kind === 'map' && step.error !== null && (
        <NotCurrent error={step.error} onRetry={() => void current.check()} />
      )}
      {step.kind === 'map' &&
        sources.map((source, index) => (
          <SourceMapping key={`${source.file}/${source.name}`} source={source} index={index} current={current} />
        ))}
      {step.kind === 'review' && (
        <div aria-busy={step.share !== null}>
          <ReviewStep summary={step.summary} current={current} />
        </div>
      )}
      {step.kind === 'read' && <Progress label={t('import.reading')} share={step.share} />}
      {step.kind === 'check' && <Progress label={t('import.checking')} share={step.share} />}
      {step.kind === 'run' && <Progress label={t('import.saving')} done={step.done} total={step.total} />}
    </Dialog>
  );
}
