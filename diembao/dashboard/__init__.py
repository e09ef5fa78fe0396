"""The analysts' screen: Streamlit pages that ask the desk and show what it answers."""
