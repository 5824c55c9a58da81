export default function Settings(_props: Record<string, unknown>) {
  return <p className="page">Settings</p>;
}
