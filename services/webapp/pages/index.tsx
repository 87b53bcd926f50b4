import { Chat } from '../components/chat';

export default function IndexPage() {
  return <Chat />;
}
