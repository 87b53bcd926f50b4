import Link from 'next/link';

interface MessageProps {
  readonly heading: string;
  readonly text: string;
}

export function Message({ heading, text }: MessageProps) {
  return (
    <main>
      <h1>{heading}</h1>
      <p>{text}</p>
      <Link href="/">Back to the chat</Link>
    </main>
  );
}
