import { ArrowLeft, Binoculars, Laptop, type LucideIcon, Server, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

/** A way to begin that asks for something first. */
export type Door = 'alone' | 'join' | 'server';

const icons: Record<Door | 'look', LucideIcon> = {
  alone: Laptop,
  join: UsersRound,
  server: Server,
  look: Binoculars,
};

/** The ways to begin on a computer without data. */
export function Doors({ onChoose }: { onChoose: (door: Door) => void }) {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const [isBusy, setBusy] = useState(false);

  async function lookAround() {
    if (isBusy) return;
    setBusy(true);
    const answer = await client.lookAround();
    setBusy(false);
    if (!answer.ok) notices.fail(answer.error);
  }
  return (
    <ul className="doors">
      {(['alone', 'join', 'server', 'look'] as const).map((door) => {
        const Icon = icons[door];
        const open = () => (door === 'look' ? void lookAround() : onChoose(door));
        return (
          <li key={door}>
            <AriaButton
              className="door"
              aria-label={t(`doors.${door}`)}
              aria-describedby={`door-${door}`}
              onPress={open}
              data-busy={(isBusy && door === 'look') || undefined}
            >
              <Icon size={22} strokeWidth={1.75} aria-hidden className="door__icon" />
              <span className="door__words">
                <span className="door__name">{t(`doors.${door}`)}</span>
                <span className="door__hint" id={`door-${door}`}>
                  {t(`doors.${door}Hint`)}
                </span>
              </span>
            </AriaButton>
          </li>
        );
      })}
    </ul>
  );
}

/** Back to the choice. */
export function OtherDoors({ onPress }: { onPress: () => void }) {
  const { t } = useI18n();
  return (
    <div>
      <Button look="quiet" icon={<ArrowLeft size={14} aria-hidden />} onPress={onPress}>
        {t('doors.others')}
      </Button>
    </div>
  );
}
