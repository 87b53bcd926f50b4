import { ConnectionStatus } from './connection-status';
import { MessageForm } from './message-form';
import { MessageLog } from './message-log';
import { type ChatSocket, connectToOrigin, useChat } from './use-chat';

interface ChatProps {
  readonly connect?: () => ChatSocket;
}

export function Chat({ connect = connectToOrigin }: ChatProps) {
  const { entries, send, ...status } = useChat(connect);
  return (
    <main className="chat">
      <header className="bar">
        <h1>Chat</h1>
        <ConnectionStatus {...status} />
      </header>
      <MessageLog entries={entries} />
      <MessageForm onSend={send} />
    </main>
  );
}
