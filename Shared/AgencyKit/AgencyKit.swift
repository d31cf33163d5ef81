// What every agency's program is made of.
//
// BackOffice.swift is what a domain fills in. `Process` assembles a node around it, `Cases` keeps its files and takes the
// officers' steps, `Exchange` asks and answers other agencies, `Payments` its bills, `Examples` the filled forms;
// `Manifest` is the back office of any agency that a manifest alone describes.
