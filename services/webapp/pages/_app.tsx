import type { AppProps } from 'next/app';
import Head from 'next/head';

import '../styles/app.css';

export default function App({ Component, pageProps }: AppProps) {
  return (
    <>
      <Head>
        <title>Chat</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
      </Head>
      <Component {...pageProps} />
    </>
  );
}
