import '@mantine/notifications/styles.css'
import { Notifications } from '@mantine/notifications'

/** Where it is said in passing that something worked. */
export default function Notices() {
  return <Notifications position="top-center" />
}
