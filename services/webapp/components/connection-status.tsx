import type { Chat } from './use-chat';

type ConnectionStatusProps = Pick<Chat, 'connection' | 'backendAway' | 'refusal' | 'unanswered'>;

export function ConnectionStatus(props: ConnectionStatusProps) {
  const working = props.connection === 'connected' && !props.backendAway;
  return (
    <p role="status" className={working ? 'status' : 'status waiting'}>
      <span className="dot" aria-hidden="true" />
      {sentence(props)}
    </p>
  );
}

function sentence({ connection, backendAway, refusal, unanswered }: ConnectionStatusProps): string {
  if (refusal) return refusal;
  const waiting = unanswered > 0 ? ` ${count(unanswered)}.` : '';
  if (connection === 'connecting') return 'Connecting…';
  if (connection === 'reconnecting') return `Reconnecting…${waiting}`;
  return backendAway ? `Connected, but nobody answers yet.${waiting}` : 'Connected';
}

function count(messages: number): string {
  return messages === 1 ? '1 message waits' : `${messages} messages wait`;
}
