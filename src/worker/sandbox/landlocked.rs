//! Landlock: no file, no connection, no process outside.

use landlock::{ABI, Access as _, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr as _, RulesetError, Scope};

/// The newest of Landlock's versions known here, and those with which the network and the scopes came.
const NEWEST: ABI = ABI::V10;
const WITH_NETWORK: ABI = ABI::V4;
const WITH_SCOPES: ABI = ABI::V6;

/// Refuses everything that this system's Landlock can refuse; says for files, network and processes why it is not.
pub(super) fn enter() -> [Result<(), String>; 3] {
    match restrict() {
        Ok(LandlockStatus::Available { effective_abi, .. }) => {
            let since = |abi: ABI, linux: &str| {
                if effective_abi >= abi { Ok(()) } else { Err(format!("Landlock can do it from Linux {linux} on")) }
            };
            [Ok(()), since(WITH_NETWORK, "6.7"), since(WITH_SCOPES, "6.12")]
        }
        Ok(LandlockStatus::NotEnabled) => all_missing("Landlock is not enabled on this system"),
        Ok(LandlockStatus::NotImplemented) => all_missing("this system's kernel has no Landlock (Linux 5.13 has)"),
        Err(error) => all_missing(&format!("Landlock failed: {error}")),
    }
}

/// Every right is taken in hand, and none is granted.
fn restrict() -> Result<LandlockStatus, RulesetError> {
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?;
    Ok(ruleset.create()?.restrict_self()?.landlock)
}

fn all_missing(why: &str) -> [Result<(), String>; 3] {
    [why; 3].map(|why| Err(why.to_owned()))
}
