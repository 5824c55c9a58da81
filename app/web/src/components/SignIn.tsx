import { useSignedOut, useSignOn } from "../api/signIn";
import { say } from "../language/say";
import { usePath } from "../route";
import "./sign-in.css";

/** Above any screen while this browser is signed out, the same on each; what was typed stays there and waits. */
export function SignIn() {
  const isSignedOut = useSignedOut();
  const signOn = useSignOn();
  const path = usePath();
  if (!isSignedOut) return null;
  return (
    <div className="sign-in" role="alert">
      <p className="row">
        <strong className="grow">{say.shared.signedOut}</strong>
        {signOn && (
          <a className="button primary slim" href={`${signOn.path}?${new URLSearchParams({ return: path })}`}>
            {say.shared.signIn(signOn.name)}
          </a>
        )}
      </p>
      {!signOn && (
        <>
          <p>{say.shared.newLink}</p>
          <details className="small">
            <summary>{say.shared.yourself}</summary>
            <p>{say.shared.yourselfDo} <code>coachable login</code></p>
          </details>
        </>
      )}
    </div>
  );
}
