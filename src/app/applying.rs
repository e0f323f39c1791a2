//! The part of `App` that does what is asked: every command and every verb, each in its own line.

use crate::app::command::{Command, Verb};
use crate::app::dialog::{Dialog, Typed};
use crate::app::effect::{Effect, FolderFor, WindowEffect};
use crate::app::handover::HandoverCommand;
use crate::app::large::{Zoom, ZoomStep};
use crate::app::selection::{Selection, Shown};
use crate::app::{App, Panel, ViewMode, viewing};
use crate::lists::change::Change;
use crate::query::Query;
use crate::readers::Input;
use crate::settings::{CAPTION_TEXT_SIZE_PT, SpaceKey};

impl App {
    pub(super) fn apply_command(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Do(verb) => self.apply_verb(verb),
            Command::SetQueryText(text) => self.set_query_text(text),
            Command::SetQuery(query) => self.set_query(query),
            Command::ToggleTick(facet, value) => self.set_query(self.search.query.toggled(facet, &value)),
            Command::SetSort(sort) => self.set_sort(sort),
            Command::SetView(view) => self.set_view(view),
            Command::SetTheme(theme) => self.change_settings(|settings| settings.theme = theme),
            Command::SetCellWidth(width_pt) => self.set_cell_width(width_pt),
            Command::SetCaptionSize(size_pt) => {
                self.change_settings(|settings| settings.caption_text_size_pt = CAPTION_TEXT_SIZE_PT.clamp(size_pt))
            }
            Command::SetHouseStyle(name) => self.set_house_style(name),
            Command::SetSpaceSelects(selects) => {
                let space_key = if selects { SpaceKey::Select } else { SpaceKey::Preview };
                self.change_settings(|settings| settings.space_key = space_key)
            }
            Command::SetWatching(watches) => self.set_watching(watches),
            Command::SetPanelVisible(panel, visible) => {
                self.change_settings(|settings| viewing::panel_settings(settings, panel).visible = visible)
            }
            Command::SetPanelSize(panel, size_pt) => {
                self.change_settings(|settings| viewing::panel_settings(settings, panel).size_pt = size_pt)
            }
            Command::SetWindowPlace(place) => self.change_settings(|settings| settings.window = place),
            Command::Select(photo, mode) => {
                self.selection.select(photo, mode, Shown { order: &self.results.order, ranks: &self.ranks });
                Vec::new()
            }
            Command::MoveFocus(motion, n_photos, mode) => self.move_focus(motion, n_photos, mode),
            Command::SetJump(typed) => self.set_jump(typed),
            Command::SetColumnWidth(column, width_pt) => {
                self.change_settings(|settings| settings.set_column_width(column, width_pt))
            }
            Command::Fetch(photos) => self.fetch(photos),
            Command::FetchForDialog(photos) => self.fetch_for_dialog(photos),
            Command::EmptyCache(part) => self.empty_cache(part),
            Command::SetCacheBytes(n_bytes) => self.set_cache_bytes(n_bytes),
            Command::OpenLoupe(photo) => self.open_loupe(photo),
            Command::OpenPaths(paths) => {
                let inputs = paths.into_iter().map(|path| Input::File(self.expanded(path))).collect();
                self.open(inputs)
            }
            Command::OpenText(text) => self.open(vec![Input::Pasted(text)]),
            Command::ChangeLists(change) => vec![self.change_lists(change)],
            Command::SetCurrentList(list) => vec![self.change_lists(Change::SetCurrent { list })],
            Command::Reveal(key) => self.reveal(&key),
            Command::SetIimEncoding(encoding) => self.set_iim_encoding(encoding),
            Command::SetDialog(dialog) => {
                self.dialog = Some(dialog);
                Vec::new()
            }
            Command::CloseDialog => self.close_dialog(),
            Command::Export(request) => self.export(request),
            Command::Handover(command) => self.apply_handover(command),
            Command::PickExportPath => self.pick_export_path(),
            Command::PickPictureFolder => vec![Effect::PickFolder(FolderFor::Attaching)],
            Command::MatchPictures(method) => self.match_pictures(method),
            Command::AcceptPictures => self.accept_pictures(),
            Command::AcceptCorrection => self.accept_correction(),
            Command::ExportCorrections { path, replace } => self.write_corrections(path, replace),
            Command::ImportCorrections(path) => vec![Effect::ReadCorrections(self.expanded(path))],
            Command::ShowPath(path) => vec![Effect::ShowPath(path)],
            Command::Copy(text) => vec![Effect::Window(WindowEffect::Copy(text))],
            Command::DismissNotice(id) => {
                self.notices.dismiss(id);
                Vec::new()
            }
            Command::SetZoom(zoom) => self.set_zoom(zoom),
            Command::SlideshowNext => self.slideshow_next(),
        }
    }

    fn apply_verb(&mut self, verb: Verb) -> Vec<Effect> {
        if !(verb.row().possible)(self) {
            return Vec::new();
        }
        match verb {
            Verb::OpenFiles => vec![Effect::PickInputs],
            Verb::OpenFolder => vec![Effect::PickFolder(FolderFor::Opening)],
            Verb::AttachPictures => self.show_attach_dialog(),
            Verb::DetachPictures => self.detach_pictures(),
            Verb::PasteCaptions => vec![Effect::Window(WindowEffect::Paste)],
            Verb::OpenSample => self.open(vec![Input::Bundled]),
            Verb::IimEncoding => self.show(Dialog::IimEncoding(self.iim_encoding(self.inputs()))),
            Verb::Reload => self.reload(),
            Verb::ShowInFolder => self.show_in_folder(),
            Verb::Export => self.show_export_dialog(),
            Verb::Print => self.show_print_dialog(),
            Verb::Templates => self.apply_handover(HandoverCommand::EditTemplate(None)),
            Verb::CompareCollections => self.show_compare_dialog(),
            Verb::CancelJob => {
                self.handover.busy = None;
                vec![Effect::CancelJobs]
            }
            Verb::Quit => vec![Effect::Window(WindowEffect::Quit)],
            Verb::Undo => self.undo(),
            Verb::Redo => self.redo(),
            Verb::Corrections => self.show_corrections(),
            Verb::CopyCaption => self.copy_text(crate::photo::copied::with_credit),
            Verb::CopyWithFields => self.copy_text(crate::photo::copied::with_fields),
            Verb::CopyTable => self.copy_table(),
            Verb::CopyFormatted => self.copy_html(),
            Verb::CopyPicture => self.copy_picture(),
            Verb::SelectAll => self.selecting(Selection::select_all),
            Verb::SelectNone => self.selecting(|selection, _| selection.select_none()),
            Verb::InvertSelection => self.selecting(Selection::invert),
            Verb::ToggleSelection => self.toggle_selection(),
            Verb::ToggleListed => self.toggle_listed(),
            Verb::RemoveFromList => self.remove_from_list(),
            Verb::FindListed => self.show_find_dialog(),
            Verb::NewList => self.show(Dialog::NewList(Typed::default())),
            Verb::RenameList => {
                let name = self.lists.current_list().map(|list| list.name.clone()).unwrap_or_default();
                self.show(Dialog::RenameList(name.into()))
            }
            Verb::DeleteList => vec![self.change_lists(Change::Delete { list: self.lists.current })],
            Verb::ListedOnly => self.set_query(self.search.query.toggled_listed()),
            Verb::Find => vec![Effect::Window(WindowEffect::FocusSearch)],
            Verb::FindNext => self.find_next(),
            Verb::Jump => self.set_jump(Some(String::new())),
            Verb::FilterOnOff => self.toggle_filter(),
            Verb::ClearFilters => self.set_query(Query::default()),
            Verb::Loupe => self.toggle_loupe(),
            Verb::Compare => self.toggle_compare(),
            Verb::Back => self.back(),
            Verb::Slideshow => self.toggle_slideshow(),
            Verb::Play => vec![Effect::Window(WindowEffect::Play)],
            Verb::FullScreen => vec![Effect::Window(WindowEffect::ToggleFullScreen)],
            Verb::GridView => self.set_view(ViewMode::Grid),
            Verb::ListView => self.set_view(ViewMode::List),
            Verb::PlacesView => self.set_view(ViewMode::Places),
            Verb::FilterPanel => self.toggle_panel(Panel::Filter),
            Verb::DetailPanel => self.toggle_detail(),
            Verb::ListPanel => self.toggle_panel(Panel::List),
            Verb::NextArea => vec![Effect::Window(WindowEffect::FocusNextArea)],
            Verb::Larger => self.resize(true),
            Verb::Smaller => self.resize(false),
            Verb::ToggleZoom => self.step_zoom(ZoomStep::Toggle),
            Verb::ZoomFit => self.set_zoom(Zoom::Fit),
            Verb::ZoomFull => self.step_zoom(ZoomStep::Full),
            Verb::Cache => self.show_cache(),
            Verb::KeyHelp => self.show(Dialog::Keys),
            Verb::About => self.show_about(),
        }
    }
}
