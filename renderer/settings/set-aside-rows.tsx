import { useEffect, useState } from 'react';
import type { SetAsideFile } from '#app/contract/salvage.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { SettingRow } from './settings-parts.tsx';

/** Damaged data that was set aside, with a button to search it for work again. Nothing if there is none. */
export function SetAsideRows() {
  const { client, notices } = useRendererStore();
  const { t, formats } = useI18n();
  const [files, setFiles] = useState<SetAsideFile[]>([]);
  const [chosen, setChosen] = useState<SetAsideFile | null>(null);

  useEffect(() => {
    void client.listSetAside().then((answer) => {
      if (answer.ok) setFiles(answer.value);
      else notices.fail(answer.error);
    });
  }, [client, notices]);

  async function lookInto({ name }: SetAsideFile) {
    const answer = await client.lookIntoSetAside(name);
    if (!answer.ok) notices.fail(answer.error);
  }

  if (files.length === 0) return null;
  return (
    <>
      <SettingRow label={t('setAside.title')} hint={t('setAside.hint')} />
      {files.map((file) => (
        <SettingRow
          key={file.path}
          label={formats.dayAndTime(file.at)}
          hint={`${formats.bytes(file.bytes)} · ${file.path}`}
        >
          <Button onPress={() => setChosen(file)}>{t('setAside.lookInto')}</Button>
        </SettingRow>
      ))}
      <Confirm
        title={t('setAside.confirmTitle')}
        message={t('setAside.confirmText')}
        confirm={t('setAside.confirm')}
        cancel={t('common.cancel')}
        isOpen={chosen !== null}
        onClose={() => setChosen(null)}
        onConfirm={() => chosen !== null && void lookInto(chosen)}
      />
    </>
  );
}
