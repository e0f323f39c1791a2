//! Photos from a saved web page: each figure is one, with its caption as it stands on the page. Where the page has no
//! captions in its markup, its words are read as an article's. Pictures saved beside the page are attached; nothing is
//! fetched, and nothing outside of the page's folder is looked at.

use std::borrow::Cow;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::anatomy::when;
use crate::caption::Caption;
use crate::caption::credit;
use crate::caption::date::Date;
use crate::page::picture::percent_decoded;
use crate::page::{Figure, Page};
use crate::photo::Stated;
use crate::readers::draft::OwnName;
use crate::readers::gathering::{Gathering, Heading};
use crate::readers::{Input, ReadError, Reader, article};
use crate::text;

/// The longest date that is looked at, in bytes.
const DATE_MAX_BYTES: usize = 100;
/// The most addresses of a picture that are looked for beside the page.
const ADDRESSES_MAX: usize = 9;
/// The longest name of a picture's file that is kept, in bytes.
const FILE_MAX_BYTES: usize = 255;

/// Reads the photos of a page.
pub(crate) fn read(
    bytes: &[u8],
    input: &Input,
    reader: &Reader,
    gathering: &mut Gathering<'_>,
) -> Result<Heading, ReadError> {
    if !reader.options.column_map.is_empty() {
        gathering.warnings.add("", "a web page has no columns: the mapping of columns has no effect");
    }
    let Page { title, published, url, lead, figures, text, warnings } =
        parse(bytes, reader).map_err(|why| ReadError::Page { why, input: gathering.input.clone() })?;
    for warning in warnings {
        gathering.warnings.add("", warning);
    }
    let published = published.as_deref().and_then(date);
    let mut heading = Heading { title, published, credit: None, address: url, lead };
    if let Some(text) = text
        && let Some(found) = read_as_article(&text, gathering)?
    {
        heading.title = heading.title.or(found.title);
        heading.published = heading.published.or(found.published);
        heading.credit = found.credit;
        return Ok(heading);
    }
    if figures.is_empty() {
        return Err(ReadError::NoFigures { input: gathering.input.clone() });
    }
    let folder = Folder::of(input);
    let n_figures = figures.len();
    for (n_done, figure) in figures.into_iter().enumerate() {
        gathering.progress.report_done(n_done, n_figures)?;
        let (own_name, mut stated) = stated(figure, folder.as_ref());
        stated.published.clone_from(&heading.published);
        gathering.add_stated(own_name, stated);
    }
    Ok(heading)
}

/// The one place where a page is parsed: the bytes are a stranger's.
fn parse(bytes: &[u8], reader: &Reader) -> Result<Page, String> {
    // Pages come from files, pipes and the clipboard: the worker is handed a file that has no name.
    let mut file = tempfile::tempfile().map_err(|why| why.to_string())?;
    file.write_all(bytes).map_err(|why| why.to_string())?;
    reader.workers.page(&file, &|| false).map_err(|why| why.to_string())
}

/// Reads the words of a page that has no captions in its markup; none where they hold none either.
fn read_as_article(text: &str, gathering: &mut Gathering<'_>) -> Result<Option<Heading>, ReadError> {
    match article::read_whole(text, gathering) {
        Ok(heading) => Ok(Some(heading)),
        Err(ReadError::NoCaptions { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a figure says of its photo.
fn stated(figure: Figure, folder: Option<&Folder>) -> (OwnName, Stated) {
    let Figure { text, caption, headline, alt_text, credit, date: taken, picture, other_addresses } = figure;
    let addresses: Vec<String> = picture.into_iter().chain(other_addresses).take(ADDRESSES_MAX).collect();
    // A caption is known by its words; a picture without one by its address, or by what its alt text says.
    let id = text.is_empty().then(|| {
        let name = addresses.first().or(alt_text.as_ref()).map_or("", String::as_str);
        format!("{:016x}", crate::text::stable_hash(name.as_bytes()))
    });
    let local = folder.and_then(|folder| addresses.iter().find_map(|address| folder.picture(address)));
    let fields = Caption {
        // A credit at the end of the text is told apart there, with the words it was read from.
        description: caption.filter(|_| credit::closing(&text).is_none()),
        headline,
        alt_text,
        date_created: taken.as_deref().and_then(|date| Date::parse(date).ok()),
        creator: credit.as_deref().map(|credit| credit::chain(credit).persons).unwrap_or_default(),
        credit_line: credit,
        ..Caption::default()
    };
    let file = addresses.first().and_then(|address| file_name(address));
    let stated = Stated { text, caption: fields, file, picture: local, ..Stated::default() };
    (OwnName { whole: None, id, file: None }, stated)
}

/// The folder of a page that is a file: pictures saved with the page are in it or below.
struct Folder {
    path: PathBuf,
    /// The same with links followed: what leads out of it is not in it.
    real: PathBuf,
}

impl Folder {
    fn of(input: &Input) -> Option<Self> {
        let Input::File(page) = input else { return None };
        let path = std::path::absolute(page).ok()?.parent()?.to_owned();
        let real = fs::canonicalize(&path).ok()?;
        Some(Self { path, real })
    }

    /// The path of the file that an address of the page means, if there is such a file in the folder.
    fn picture(&self, address: &str) -> Option<String> {
        let address = address.split(['?', '#']).next()?;
        let names = [percent_decoded(address), Cow::Borrowed(address)];
        names.iter().filter(|name| is_inside(name)).find_map(|name| {
            let path = self.path.join(name.as_ref());
            let real = fs::canonicalize(&path).ok()?;
            let is_file = real.starts_with(&self.real) && fs::metadata(&real).is_ok_and(|found| found.is_file());
            is_file.then(|| path.components().collect::<PathBuf>().into_os_string().into_string().ok()).flatten()
        })
    }
}

/// Whether an address is that of a file in the page's folder or below, by its form.
fn is_inside(address: &str) -> bool {
    let is_name = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    let has_name = Path::new(address).file_name().is_some();
    has_name && !address.contains(['\\', ':', '\0']) && Path::new(address).components().all(is_name)
}

/// The name of a picture's file, from its address.
fn file_name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let name = percent_decoded(path.rsplit('/').next()?);
    let is_name = name.contains('.') && name.len() <= FILE_MAX_BYTES && !name.contains(char::is_control);
    is_name.then(|| name.into_owned())
}

/// A date as pages state it: whole, with a time in a form of its own after the day, or somewhere in words.
fn date(written: &str) -> Option<Date> {
    let written = text::truncated(written.trim(), DATE_MAX_BYTES);
    let whole = Date::from_written(written);
    let day = || written.get(..10).and_then(|day| Date::parse(day).ok());
    whole.or_else(day).or_else(|| when::find(written).into_iter().find_map(|when| when.date))
}

#[cfg(test)]
mod tests;
