//! The house styles by which captions are checked: those that come with the program, and the user's own, a file in the
//! settings folder; and the day after which nothing can have been photographed.

use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::caption::date::DayNumber;
use crate::files::aside::is_there;
use crate::files::small;
use crate::lint::Lint;
use crate::lint::style::rows::RowError;
use crate::lint::style::{HouseStyle, OWN};
use crate::settings::N_REPORTED_ROWS_MAX;

/// Name of the user's own house style in the config folder.
const HOUSE_STYLE_FILE_NAME: &str = "house-style.csv";

/// Largest file of a house style: the built-in ones have some kilobytes.
const STYLE_BYTES_MAX: u64 = 1 << 20;
const SECONDS_PER_DAY: u64 = 86_400;

/// What captions can be checked by, a house style each, and what was wrong with the user's own, which is optional.
pub fn user_lints(config_folder: &Path) -> (Vec<Arc<Lint>>, Vec<String>) {
    let today = tomorrow();
    let lint = |style: HouseStyle| Arc::new(Lint { style: Arc::new(style), today });
    let built_in = HouseStyle::all_built_in().filter_map(|(name, _)| HouseStyle::built_in(name));
    let mut lints: Vec<Arc<Lint>> = built_in.map(lint).collect();
    let path = config_folder.join(HOUSE_STYLE_FILE_NAME);
    if !is_there(&path) {
        return (lints, Vec::new());
    }
    let (style, messages) = match style_of(&path) {
        Ok(read) => read,
        Err(why) => return (lints, vec![why]),
    };
    lints.push(lint(style));
    (lints, messages)
}

/// What captions are checked by under a style's name: a built-in one, "own", or a file.
pub fn lint_named(name: &str, config_folder: &Path) -> Result<(Lint, Vec<String>), String> {
    let today = tomorrow();
    if let Some(style) = HouseStyle::built_in(name) {
        return Ok((Lint { style: Arc::new(style), today }, Vec::new()));
    }
    let own = config_folder.join(HOUSE_STYLE_FILE_NAME);
    let path = if name == OWN { own } else { Path::new(name).to_owned() };
    if !is_there(&path) {
        let names: Vec<&str> = HouseStyle::all_built_in().map(|(name, _)| name).collect();
        return Err(format!(
            "there is no house style “{name}”: use {}, own (the file {HOUSE_STYLE_FILE_NAME} in the settings folder) or a \
             file of that form",
            names.join(", ")
        ));
    }
    let (style, messages) = style_of(&path)?;
    Ok((Lint { style: Arc::new(style), today }, messages))
}

fn style_of(path: &Path) -> Result<(HouseStyle, Vec<String>), String> {
    let text = small::text(path, STYLE_BYTES_MAX)
        .map_err(|why| format!("your house style was not read: {why}: {}", path.display()))?;
    let (style, errors) = HouseStyle::own(&text);
    Ok((style, told(&errors, path)))
}

fn told(errors: &[RowError], path: &Path) -> Vec<String> {
    let reported = errors.iter().take(N_REPORTED_ROWS_MAX);
    let mut messages: Vec<String> = reported
        .map(|error| format!("one row of your house style was left out: {error}: {}", path.display()))
        .collect();
    let n_more = errors.len().saturating_sub(N_REPORTED_ROWS_MAX);
    if n_more > 0 {
        messages.push(format!("{n_more} more rows of your house style were left out: {}", path.display()));
    }
    messages
}

/// The day after today: somewhere it has begun, and a dateline may be of it.
pub fn tomorrow() -> Option<DayNumber> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs() / SECONDS_PER_DAY).ok().and_then(|days| day_number(days + 1))
}

/// The day so many days after January 1, 1970 (the algorithm is Howard Hinnant's `civil_from_days`).
fn day_number(days: i64) -> Option<DayNumber> {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    DayNumber::try_from(year * 10_000 + month * 100 + day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{Existing, write_whole};
    use crate::photo::finding::FindingKind;

    #[test]
    fn days_are_counted_from_1970() {
        for (days, expected) in [(0, 19_700_101), (59, 19_700_301), (18_633, 20_210_106), (19_782, 20_240_229)] {
            assert_eq!(day_number(days), Some(expected), "{days}");
        }
    }

    #[test]
    fn the_users_own_style_is_read_and_its_bad_rows_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (lints, messages) = user_lints(folder.path());
        assert_eq!((lints.len(), messages), (5, Vec::new()));
        assert!(lint_named(OWN, folder.path()).is_err());
        let rows = "row,name,value\ntitle,,The Herald\ncheck,no-place,off\ncheck,nonsense,error\n";
        let file = folder.path().join(HOUSE_STYLE_FILE_NAME);
        write_whole(&file, Existing::Keep, |file| file.write_all(rows.as_bytes())).unwrap();
        let (lints, messages) = user_lints(folder.path());
        let own = lints.last().unwrap();
        assert_eq!((own.style.name.as_str(), own.style.title.as_str()), (OWN, "The Herald"));
        assert_eq!(own.style.severity(FindingKind::NoPlace), None);
        assert_eq!(messages.len(), 1);
        assert!(messages[0].contains("line 4: there is no check “nonsense”"), "{messages:?}");
        assert_eq!(lint_named(&file.to_string_lossy(), folder.path()).unwrap().0.style.title, "The Herald");
        assert!(lint_named("herald", folder.path()).unwrap_err().contains("use common, ap, getty, reuters, web, own"));
    }
}
